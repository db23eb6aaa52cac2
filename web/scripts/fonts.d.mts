export const folder: string;
export const letters: string;
export function cutFonts(): Promise<void>;
export function unicodeRange(): string;
