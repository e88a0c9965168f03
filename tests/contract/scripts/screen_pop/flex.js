// Twilio Flex screen pop integration
function handleIncomingCall(context) {
  const phoneNumber = context.task.attributes.from;
  
  fetch(`https://crm.example.com/api/lookup?phone=${encodeURIComponent(phoneNumber)}`, {
    method: 'GET',
    headers: {
      'x-api-key': 'your-api-key-here'
    }
  })
  .then(response => response.json())
  .then(data => {
    if (data.found) {
      // Update task attributes with case information
      context.task.setAttributes({
        ...context.task.attributes,
        caseId: data.case_id,
        patientName: data.patient.name,
        caseStatus: data.case.status,
        clinic: data.case.clinic,
        treatment: data.case.treatment,
        screenPopUrl: data.screen_pop_url
      });
      
      // Open screen pop
      openScreenPop(data);
    }
  });
}
