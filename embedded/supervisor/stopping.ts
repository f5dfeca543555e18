/** By which a child says to its launcher that it takes no more connections. */
export const stopping = 'stopping';
