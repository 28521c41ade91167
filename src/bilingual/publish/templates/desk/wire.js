// Talking to `bilingual review`. What goes wrong comes as one of two errors.

/** The server has understood and will not: `message` says why, `hint` what mends it; `status` is that of HTTP. */
export class Refused extends Error {
  constructor(status, message, hint) {
    super(message);
    Object.assign(this, { status, hint });
  }

  /** Whether it may be different next time: the server is at a loss, or it does not know this browser for now. */
  get passing() {
    return this.status >= 500 || [401, 403, 408, 421, 429].includes(this.status);
  }
}

/** The server is not there, or somebody else is. */
export class Unreachable extends Error {}

/**
 * Asks the server.
 * @param {string} path such as `api/decide`
 * @param {object | undefined} body what is posted; without one it is a GET
 * @param {{patience?: number, parting?: boolean}} how milliseconds to wait; whether the page is going
 * @returns {Promise<any>} the answer's JSON
 * @throws {Refused | Unreachable}
 */
export async function ask(path, body, { patience = 0, parting = false } = {}) {
  const request = body
    ? {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        keepalive: parting,
      }
    : {};
  if (patience) request.signal = AbortSignal.timeout(patience);
  const [response, data] = await answerOf(new URL(`/${path}`, location.href), { cache: "no-store", ...request });
  if (response.ok && data) return data;
  if (response.ok) throw new Unreachable(path);
  throw new Refused(response.status, String(data?.error ?? response.statusText), String(data?.hint ?? ""));
}

/** The milliseconds to wait before the next try: longer each time, never in step with others. @returns {number} */
export function pauseBefore(tries, chance = Math.random()) {
  return Math.min(30000, 500 * 2 ** Math.min(tries, 10)) * (0.75 + chance / 2);
}

async function answerOf(url, request) {
  try {
    const response = await fetch(url, request);
    const text = await response.text();
    return [response, parsed(text)];
  } catch (error) {
    throw new Unreachable(String(error));
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
