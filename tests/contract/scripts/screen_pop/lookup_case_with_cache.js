const phoneCache = new Map();

async function lookupCaseWithCache(phoneNumber) {
  // Check cache first
  if (phoneCache.has(phoneNumber)) {
    const cached = phoneCache.get(phoneNumber);
    if (Date.now() - cached.timestamp < 300000) { // 5 minutes
      return cached.data;
    }
  }
  
  // Fetch from API
  const data = await lookupCase(phoneNumber);
  
  // Cache the result
  phoneCache.set(phoneNumber, {
    data,
    timestamp: Date.now()
  });
  
  return data;
}
