import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from './command.ts';

const template = (id: string): string => `# yaml-language-server: $schema=../lab.schema.json
id: ${id}
title: { en: "${id}", ko: "${id}" }
summary: { en: "What the learner does here.", ko: "여기서 무엇을 하는지." }
lesson: pods
minutes: 10
tasks:
  - id: first
    title: { en: "Run a Pod", ko: "파드 실행하기" }
    checks:
      - id: runs
        says: { en: "Pod web is Running", ko: "web 파드가 Running이에요" }
        points: 1
        get: pod/web
        jsonpath: '{.status.phase}'
        equals: Running
proof:
  unsolved: 0
  solutions:
    - run: [kubectl run web --image=nginx:1.25, { wait: settled }]
  wrong:
    - run: [kubectl run web --image=nosuch, { wait: settled }]
      fails: [runs]
`;

/** Makes a lab folder that proves, to start from. */
export function labNew(folder: string): number {
  if (existsSync(folder)) throw new CliError(`${folder} is there already`);
  const id = (folder.split(/[\\/]/).pop() ?? '').replace(/^\d+-/, '');
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
    throw new CliError(`"${id}": a lab's name is lower-case words joined by hyphens, e.g. labs/12-probes`);
  mkdirSync(join(folder, 'solutions'), { recursive: true });
  writeFileSync(join(folder, 'lab.yaml'), template(id));
  process.stdout.write(
    `${join(folder, 'lab.yaml')} is a lab that proves; change it, then: skiff lab check ${folder}\n`,
  );
  return 0;
}
