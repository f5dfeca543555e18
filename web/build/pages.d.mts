/** Writes the built pages to `folder`, instead of what was there. */
export const buildPages: (folder: string) => Promise<void>;
