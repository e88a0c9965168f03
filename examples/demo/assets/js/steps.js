/** What a request to a vendor means. */

const KNOWN = [
  ["fake-videoengager", "POST", /^\/auth\/local$/, "Sign in to VideoEngager with a password"],
  ["fake-videoengager", "POST", /^\/api\/schedules\/my\/?$/, "Create the meeting", 4],
  ["fake-videoengager", "GET", /^\/api\/schedules\/my\//, "Look up meetings"],
  ["fake-videoengager", "DELETE", /^\/api\/schedules\/my\//, "Delete the meeting"],
  ["fake-videoengager", "GET", /^\/api\/brokerages\/agents$/, "List the agents"],
  [
    "fake-videoengager",
    "POST",
    /^\/api\/schedules\/tenant\/?$/,
    "Schedule the meeting with an agent",
  ],
  ["fake-videoengager", "GET", /^\/api\/schedules\/tenant\/\d+\/\d+\/?$/, "List the meetings"],
  ["fake-videoengager", "GET", /^\/api\/schedules\/tenant\//, "Look up the meeting"],
  ["fake-videoengager", "DELETE", /^\/api\/schedules\/tenant\//, "Cancel the meeting"],
  ["fake-genesys", "POST", /\/oauth\/token$/, "Sign in to Genesys Cloud", 5],
  ["fake-genesys", "POST", /\/api\/v2\/conversations\/callbacks$/, "Schedule the callback", 5],
  ["fake-genesys", "GET", /\/api\/v2\/conversations\/callbacks\//, "Look up the callback"],
  ["fake-genesys", "PATCH", /\/api\/v2\/conversations\/callbacks/, "End the callback"],
  ["fake-genesys", "GET", /\/api\/v2\/routing\/queues/, "Look up the queue"],
  ["fake-genesys", "GET", /\/api\/v2\/scripts/, "Look up the script"],
  ["fake-genesys", "GET", /\/api\/v2\/tokens\/me$/, "Health check"],
  ["fake-genesys", "POST", /\/inbound\/open\/message$/, "Hand on a customer's message"],
  ["fake-genesys", "POST", /\/inbound\/open\/receipt$/, "Tell what became of an agent's message"],
  ["fake-genesys", "POST", /\/inbound\/open\/structured\/response$/, "Hand on a customer's choice"],
  ["fake-genesys", "GET", /\/api\/v2\/downloads\//, "Fetch an agent's file"],
  ["fake-whatsapp", "POST", /\/messages$/, "Send to the customer, or mark as read"],
  ["fake-whatsapp", "POST", /\/media$/, "Upload a file for the customer"],
  ["fake-whatsapp", "GET", /^\/v[\d.]+\/\d+$/, "Look up a file or the number"],
];

/** The servers ask for the meetings of one second to see whether VideoEngager answers. */
function asksForNothing(path) {
  const period = path.match(/^\/api\/schedules\/my\/(\d+)\/(\d+)\/?$/);
  return period !== null && period[2] - period[1] <= 1000;
}

/** A sign-in with the partner key: for the server itself, or for the agent who joins. */
function signIn(path) {
  // The server's own account is named by its address, an agent by an id.
  const named = path.split("/").pop();
  return /@|%40/i.test(named) ? "Sign in to VideoEngager" : "Sign in as the agent who joins";
}

/** Who opens the page of a meeting. */
function visit(entry) {
  const joins = entry.query.some(([name]) => name === "token");
  return joins ? "The agent joins the meeting" : "Somebody opens the meeting";
}

/** The meaning of a request, and its step of the documented flow if it has one. */
export function meaning(service, entry) {
  if (service === "fake-videoengager" && entry.method === "GET") {
    if (entry.path.startsWith("/api/partners/impersonate/")) {
      return { label: signIn(entry.path) };
    }
    if (entry.path.startsWith("/ve/")) {
      return { label: visit(entry) };
    }
  }
  if (service === "fake-videoengager" && entry.method === "PUT") {
    const links = entry.body.includes('"conversationId"');
    return links
      ? { label: "Link the meeting to the callback", step: 6 }
      : { label: "Change the meeting" };
  }
  if (service === "fake-videoengager" && entry.method === "GET" && asksForNothing(entry.path)) {
    return { label: "Health check" };
  }
  const known = KNOWN.find(
    ([vendor, method, path]) =>
      vendor === service && method === entry.method && path.test(entry.path),
  );
  return known ? { label: known[3], step: known[4] } : { label: "Other request" };
}

/** Whether nobody's booking caused this request. */
export function isHealthCheck(service, entry) {
  return meaning(service, entry).label === "Health check";
}
