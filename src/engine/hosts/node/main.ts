import { type CliCommand, CliError, UsageError } from './command.ts';
import { grade } from './grade.ts';
import { lab } from './lab.ts';
import { replay } from './replay.ts';
import { serve } from './serve.ts';
import { shell } from './shell.ts';
import { transcript } from './transcript.ts';

/** Every command of `skiff`. */
const COMMANDS: readonly CliCommand[] = [shell, serve, grade, replay, lab, transcript];

function help(): string {
  const rows = COMMANDS.map((command) => `  ${command.name.padEnd(12)}${command.summary}`);
  return `skiff: learn Kubernetes by steering one\n\n${rows.join('\n')}\n\nskiff COMMAND --help tells more.\n`;
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(help());
    return 0;
  }
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) {
    process.stderr.write(`skiff: there is no command "${name}".\n\n${help()}`);
    return 2;
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${command.summary}\n\nUsage: ${command.usage}\n`);
    return 0;
  }
  try {
    return await command.run(args);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`skiff ${name}: ${error.message}\nUsage: ${command.usage}\n`);
      return 2;
    }
    if (error instanceof CliError) {
      process.stderr.write(`skiff ${name}: ${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

// Whoever reads our output may stop reading (`| head`): that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await main(process.argv.slice(2));
