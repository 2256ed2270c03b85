/** The channels between a window and its host; what goes over the first two is the contract's. */
export const CALL_CHANNEL = 'footnote:call';
export const EVENT_CHANNEL = 'footnote:event';
/** A ticket of a page that the host has ready for print. */
export const PRINT_CHANNEL = 'footnote:print';
