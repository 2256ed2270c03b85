/** The two channels between a window and its host; what goes over them is the contract's. */
export const CALL_CHANNEL = 'footnote:call';
export const EVENT_CHANNEL = 'footnote:event';
