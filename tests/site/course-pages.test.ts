import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kubectlCalls } from '../../src/content/cheat-sheet/kubectl-commands.ts';
import { cheatSheet } from '../../src/content/cheat-sheet/sheet.ts';
import { curriculum, type LessonSlug } from '../../src/content/curriculum.ts';
import { readFrontMatter } from '../../src/content/front-matter.ts';
import { glossary } from '../../src/content/glossary/glossary.ts';
import { termIds } from '../../src/content/glossary/ids.ts';
import { lessonFile, lessonLanguages, lessonNames } from '../../src/content/lesson-files.ts';
import { sourceNotes } from '../../src/content/notes/notes.ts';

const nameOf = (slug: LessonSlug) => `${String(curriculum.indexOf(slug) + 1).padStart(2, '0')}-${slug}`;

const headingsOf = new Map<string, readonly string[]>();
function headings(name: string): readonly string[] {
  const found = headingsOf.get(name) ?? lessonFile('en', name).headings.map(({ text }) => text);
  headingsOf.set(name, found);
  return found;
}

describe('the curriculum', () => {
  it('is what the lessons are, in both languages', () => {
    for (const language of lessonLanguages) expect(lessonNames(language)).toEqual(curriculum.map(nameOf));
  });
});

describe('the glossary', () => {
  const entries = glossary.flatMap((group) => group.entries);

  it('explains every term once, in both languages', () => {
    expect(entries.map(({ id }) => id).sort()).toEqual([...termIds].sort());
    for (const { id, en, ko } of entries) {
      expect(en.text, id).toMatch(/^[A-Z`0-9].*\.$/s);
      expect(ko.text, id).toMatch(/요\.$/);
      expect([en.term, ko.term].join(), id).not.toContain(',,');
    }
  });

  it('is short: three sentences at most', () => {
    const long = entries.filter(({ en }) => (en.text.match(/[.?!](?= [A-Z]|$)/g) ?? []).length > 3);
    expect(long.map(({ id }) => id)).toEqual([]);
  });
});

describe('the calls of kubectl in a command', () => {
  const verbs = (command: string) => kubectlCalls(command).map(({ verb }) => verb);

  it('are found wherever they stand', () => {
    expect(verbs('watch -n 1 kubectl get pods')).toEqual(['get']);
    expect(verbs('k -n shop rollout undo deployment/web')).toEqual(['rollout undo']);
    expect(verbs('kubectl get pod web -o json | jq .kind; if true; then kubectl create -f a.yaml; fi')).toEqual([
      'get',
      'create',
    ]);
    expect(verbs('kubectl delete $(kubectl get pods -o name)')).toContain('delete');
    expect(verbs("echo 'kubectl get pods'")).toEqual([]);
  });

  it('are another example when kind, flags or output differ, and not when names do', () => {
    const shape = (command: string) => kubectlCalls(command)[0]?.shape;
    expect(shape('kubectl get pod/web')).toBe(shape('kubectl get pods other -n shop'));
    expect(shape('kubectl get pods -o wide')).not.toBe(shape('kubectl get pods -o yaml'));
    expect(shape('kubectl logs a')).toBe(shape('kubectl logs b'));
    expect(shape('kubectl run a --image=x -- sh -c "kubectl --y"')).toBe(shape('kubectl run b --image=z -- true'));
  });
});

describe('the cheat sheet', () => {
  it('says of every command of the lessons what it does, with examples', () => {
    const groups = cheatSheet();
    expect(groups.length).toBeGreaterThan(30);
    for (const { verb, does, examples } of groups) {
      expect(examples.length, verb).toBeGreaterThan(0);
      expect(does.en, verb).toMatch(/^[A-Z].*\.$/);
      expect(does.ko, verb).toMatch(/요\.$/);
    }
  });
});

describe('the map of the notes', () => {
  it('leads to lessons and headings that exist in both languages', () => {
    const nowhere = sourceNotes.flatMap(({ id, parts }) =>
      parts.flatMap(({ en, taught }) =>
        taught.flatMap(([slug, heading]) => {
          const at = `${id} "${en}" → ${slug} "${heading}"`;
          if (!existsSync(`src/content/lessons/en/${nameOf(slug)}.mdx`)) return [`${at}: no such lesson`];
          const there = headings(nameOf(slug));
          return heading === '' || there.includes(heading) ? [] : [`${at}: it has ${there.join(' | ')}`];
        }),
      ),
    );
    expect(nowhere).toEqual([]);
    expect(sourceNotes.flatMap(({ parts }) => parts).filter(({ taught }) => taught.length === 0)).toEqual([]);
  });

  it('has something of every note that a lesson says it follows', () => {
    const missing = lessonLanguages.flatMap((language) =>
      lessonNames(language).flatMap((name) => {
        const file = `src/content/lessons/${language}/${name}.mdx`;
        const [, head = ''] = /^---\n([\s\S]*?)\n---\n/.exec(readFileSync(file, 'utf8')) ?? [];
        const slug = name.slice(3);
        return readFrontMatter(file, parse(head))
          .follows.filter(
            (id) =>
              !sourceNotes
                .find((note) => note.id === id)
                ?.parts.some(({ taught }) => taught.some(([lesson]) => lesson === slug)),
          )
          .map((id) => `${file}: follows ${id}, of which no part leads to it`);
      }),
    );
    expect(missing).toEqual([]);
  });
});
