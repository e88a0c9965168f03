async function lookupCase(phoneNumber) {
  try {
    const response = await fetch(`https://crm.example.com/api/lookup?phone=${encodeURIComponent(phoneNumber)}`, {
      method: 'GET',
      headers: {
        'x-api-key': 'your-api-key-here'
      }
    });
    
    if (!response.ok) {
      if (response.status === 404) {
        // No case found - this is normal
        return { found: false };
      } else if (response.status === 401) {
        throw new Error('Authentication failed - check API key');
      } else if (response.status === 400) {
        throw new Error('Invalid phone number format');
      } else {
        throw new Error(`API error: ${response.status}`);
      }
    }
    
    return await response.json();
  } catch (error) {
    console.error('Screen pop lookup failed:', error);
    // Handle gracefully - don't block the call
    return { found: false, error: error.message };
  }
}
