// The cases that ours does not pass yet: names, each with "not built yet". The
// runner says how many there are, and which of them pass and are to be taken out.
export const pending = {};
