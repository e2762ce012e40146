import type { CommandDefinition } from './command.ts';

function refused(name: string, why: string): CommandDefinition {
  return {
    name,
    synopsis: '',
    summary: why,
    raw: true,
    run(call) {
      return call.fail(why);
    },
  };
}

const NO_PACKAGES = 'packages cannot be installed here: there is no network outside the cluster';

export const apt = refused('apt', NO_PACKAGES);
export const aptGet = refused('apt-get', NO_PACKAGES);
export const apk = refused('apk', NO_PACKAGES);
export const yum = refused('yum', NO_PACKAGES);
export const dnf = refused('dnf', NO_PACKAGES);
export const ping = refused('ping', 'ICMP is not simulated: try nc -zv HOST PORT or curl');
