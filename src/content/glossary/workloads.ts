import type { GlossaryEntry } from './entry.ts';

/** What makes Pods and keeps them. */
export const workloadTerms: readonly GlossaryEntry[] = [
  {
    id: 'replica-set',
    en: {
      term: 'ReplicaSet',
      text: 'Keeps a given number of Pods of one template running. People rarely write one: Deployments do.',
    },
    ko: {
      term: '레플리카셋(ReplicaSet)',
      text: '한 템플릿의 파드가 늘 정해진 수만큼 돌게 해요. 직접 쓰는 일은 드물고, 보통 디플로이먼트가 만들어요.',
    },
    lesson: 'replicasets',
  },
  {
    id: 'replication-controller',
    en: {
      term: 'ReplicationController',
      text: 'The ReplicaSet’s predecessor, with equality selectors only. It still works and is kept for history.',
    },
    ko: {
      term: '레플리케이션컨트롤러(ReplicationController)',
      text: '레플리카셋의 전신으로, 셀렉터는 같은지만 물을 수 있어요. 지금도 동작하지만 새로 쓸 이유는 없어요.',
    },
    lesson: 'replicasets',
  },
  {
    id: 'deployment',
    en: {
      term: 'Deployment',
      text: 'Keeps Pods running and replaces them step by step when their template changes. It works through ReplicaSets, one for each version.',
    },
    ko: {
      term: '디플로이먼트(Deployment)',
      text: '파드를 계속 돌리고, 템플릿이 바뀌면 조금씩 새것으로 갈아요. 버전마다 레플리카셋을 하나씩 두고 일해요.',
    },
    lesson: 'deployments',
  },
  {
    id: 'rollout',
    en: {
      term: 'Rollout',
      text: 'The change from one version of a workload to the next. `kubectl rollout` follows it, pauses it, or takes it back.',
    },
    ko: {
      term: '롤아웃(rollout)',
      text: '워크로드를 한 버전에서 다음 버전으로 바꿔 가는 과정이에요. `kubectl rollout`으로 지켜보고, 멈추고, 되돌려요.',
    },
    lesson: 'deployments',
  },
  {
    id: 'revision',
    en: {
      term: 'Revision',
      text: 'A version of a workload’s template that can be returned to, with a number. `kubectl rollout history` lists them.',
    },
    ko: {
      term: '리비전(revision)',
      text: '되돌아갈 수 있도록 번호를 붙여 둔 템플릿의 버전이에요. `kubectl rollout history`로 볼 수 있어요.',
    },
    lesson: 'deployments',
  },
  {
    id: 'daemon-set',
    en: {
      term: 'DaemonSet',
      text: 'Runs one Pod on every node, or on every node of a kind: log collectors, monitoring, network agents.',
    },
    ko: {
      term: '데몬셋(DaemonSet)',
      text: '모든 노드에, 또는 골라낸 노드마다 파드를 하나씩 돌려요. 로그 수집, 모니터링, 네트워크 에이전트에 써요.',
    },
    lesson: 'daemonsets',
  },
  {
    id: 'stateful-set',
    en: {
      term: 'StatefulSet',
      text: 'Runs Pods that keep an identity: `db-0`, `db-1`, each with its own name, address and volume, started in order.',
    },
    ko: {
      term: '스테이트풀셋(StatefulSet)',
      text: '정체성을 지키는 파드를 돌려요. `db-0`, `db-1`처럼 저마다 이름과 주소와 볼륨을 갖고 차례로 시작해요.',
    },
    lesson: 'statefulsets',
  },
  {
    id: 'job',
    en: {
      term: 'Job',
      text: 'Runs Pods until a given number of them has succeeded, and tries again when one fails.',
    },
    ko: {
      term: '잡(Job)',
      text: '정해진 수만큼 성공할 때까지 파드를 돌리고, 실패하면 다시 해 봐요.',
    },
    lesson: 'jobs',
  },
  {
    id: 'cron-job',
    en: {
      term: 'CronJob',
      text: 'Makes a Job at the times that a schedule such as `*/5 * * * *` names.',
    },
    ko: {
      term: '크론잡(CronJob)',
      text: '`*/5 * * * *` 같은 일정에 적힌 때마다 잡을 만들어요.',
    },
    lesson: 'jobs',
  },
];
