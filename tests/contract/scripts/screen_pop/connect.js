// Amazon Connect Lambda function for screen pop
exports.handler = async (event) => {
  const phoneNumber = event.Details.Parameters.CustomerPhoneNumber;
  
  try {
    const response = await fetch(`https://crm.example.com/api/lookup`, {
      method: 'POST',
      headers: {
        'x-api-key': process.env.CRM_API_KEY,
        'Content-Type': 'application/json'
      },
      body: JSON.stringify({
        phone: phoneNumber
      })
    });
    
    const data = await response.json();
    
    if (data.found) {
      return {
        statusCode: 200,
        body: {
          caseFound: true,
          caseId: data.case_id,
          patientName: data.patient.name,
          caseStatus: data.case.status,
          clinic: data.case.clinic,
          treatment: data.case.treatment,
          screenPopUrl: data.screen_pop_url
        }
      };
    } else {
      return {
        statusCode: 200,
        body: {
          caseFound: false,
          message: data.message
        }
      };
    }
  } catch (error) {
    console.error('Screen pop lookup failed:', error);
    return {
      statusCode: 500,
      body: {
        error: 'Screen pop lookup failed'
      }
    };
  }
};
