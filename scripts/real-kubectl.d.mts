export const noRealKubectl: string | undefined;
export function realTools(): string;
