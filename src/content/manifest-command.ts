/** The file that a manifest of the course is in the reader's home: `07-namespaces/team.yaml` is `team.yaml`. */
export function manifestName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

/** The shell command that writes a manifest into the reader's home, as it stands. */
export function manifestCommand(file: string, text: string): string {
  return `cat > ${manifestName(file)} <<'EOF'\n${text.replace(/\n+$/, '')}\nEOF`;
}
