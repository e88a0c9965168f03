/** The messages of a chat. No document. */

/** @typedef {{id: string, mine: boolean, text: string, at: string}} Message */

/**
 * Adds a message, unless it is there: after a loss the server sends again what may be missing.
 * @param {Message[]} messages
 * @param {Message} message
 * @returns {Message[]}
 */
export function add(messages, message) {
  return messages.some(({ id }) => id === message.id) ? messages : [...messages, message];
}
