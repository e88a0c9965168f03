// Genesys Cloud screen pop integration
function handleIncomingCall(callData) {
  const phoneNumber = callData.from;
  
  fetch(`https://crm.example.com/api/lookup?phone=${encodeURIComponent(phoneNumber)}`, {
    method: 'GET',
    headers: {
      'x-api-key': 'your-api-key-here',
      'Content-Type': 'application/json'
    }
  })
  .then(response => response.json())
  .then(data => {
    if (data.found) {
      // Open screen pop with case information
      openScreenPop({
        caseId: data.case_id,
        patientName: data.patient.name,
        caseStatus: data.case.status,
        clinic: data.case.clinic,
        treatment: data.case.treatment,
        screenPopUrl: data.screen_pop_url
      });
    } else {
      // No case found - show new lead form
      showNewLeadForm(phoneNumber);
    }
  })
  .catch(error => {
    console.error('Screen pop lookup failed:', error);
  });
}
