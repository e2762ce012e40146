import { canonicalJson } from '../../canonical.ts';
import { hash32 } from '../../random.ts';
import { equalJson } from '../../resources/equality.ts';
import type { PodTemplate } from '../../resources/pod/types.ts';

export const POD_TEMPLATE_HASH = 'pod-template-hash';
const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** The least number with ten digits: names look alike in length, as most real ones do. */
const TEN_DIGITS = 1_000_000_000;

/** Digits as letters that make no words. Models: apimachinery/pkg/util/rand.SafeEncodeString */
export function safeEncode(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at++) out += SAFE_ALPHABET.charAt(text.charCodeAt(at) % SAFE_ALPHABET.length);
  return out;
}

/** The hash that names a template's replica set: the same template always has the same, unless names collided. Models: controller.ComputeHash */
export function templateHash(template: PodTemplate, collisionCount: number | undefined): string {
  const text = canonicalJson(template);
  const hash = hash32(collisionCount === undefined ? text : `${text}/${collisionCount}`);
  return safeEncode(String(TEN_DIGITS + (hash % (2 ** 32 - TEN_DIGITS))));
}

function withoutHash(template: PodTemplate): PodTemplate {
  const labels = template.metadata?.labels;
  if (labels?.[POD_TEMPLATE_HASH] === undefined) return template;
  const { [POD_TEMPLATE_HASH]: _, ...rest } = labels;
  return { ...template, metadata: { ...template.metadata, labels: rest } };
}

/** Whether two templates make the same pods, whatever their hash label. Models: deploymentutil.EqualIgnoreHash */
export function equalTemplates(a: PodTemplate, b: PodTemplate): boolean {
  return equalJson(withoutHash(a), withoutHash(b));
}

/** The template with the hash among its labels. */
export function withHash(template: PodTemplate, hash: string): PodTemplate {
  const labels = { ...template.metadata?.labels, [POD_TEMPLATE_HASH]: hash };
  return { ...template, metadata: { ...template.metadata, labels } };
}
