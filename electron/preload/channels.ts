/** The channels between a window and its host; what goes over the first two is the contract's. */
export const CALL_CHANNEL = 'footnote:call';
export const EVENT_CHANNEL = 'footnote:event';
/** A ticket of a page that the host has ready for print. */
export const PRINT_CHANNEL = 'footnote:print';
/** What a window asks of the hidden one that records, and how that one is. */
export const CAPTURE_ASK_CHANNEL = 'footnote:capture-ask';
export const CAPTURE_STATE_CHANNEL = 'footnote:capture-state';
/** The same between the shell and the hidden window. */
export const CAPTURE_COMMAND_CHANNEL = 'footnote:capture-command';
export const CAPTURE_ANSWER_CHANNEL = 'footnote:capture-answer';
export const CAPTURE_TELL_CHANNEL = 'footnote:capture-tell';
