// Five9 screen pop integration
function onCallReceived(callData) {
  const phoneNumber = callData.ani; // Automatic Number Identification
  
  fetch(`https://crm.example.com/api/lookup`, {
    method: 'POST',
    headers: {
      'x-api-key': 'your-api-key-here',
      'Content-Type': 'application/json'
    },
    body: JSON.stringify({
      phone: phoneNumber
    })
  })
  .then(response => response.json())
  .then(data => {
    if (data.found) {
      // Trigger screen pop with case data
      five9.screenPop({
        url: data.screen_pop_url,
        data: {
          caseId: data.case_id,
          patientName: data.patient.name,
          caseStatus: data.case.status,
          clinic: data.case.clinic,
          treatment: data.case.treatment
        }
      });
    }
  });
}
