/** The engine's version: in every journal's header. Raised when the same inputs may give other bytes. */
export const ENGINE_VERSION = '0.1.0';
