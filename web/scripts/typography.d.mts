export function french(text: string): string;
type Words = string | { [key: string]: Words };
export function mapWords(tree: Words, f: (text: string) => string): Words;
