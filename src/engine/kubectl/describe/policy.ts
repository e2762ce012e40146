import type { Describer } from './context.ts';
import { writeEventsOf } from './events.ts';
import { writeName } from './head.ts';
import { at, flag, number, object, text } from './read.ts';
import { formatLabelSelector, formatLabels } from './selectors.ts';
import { describeText, field } from './writer.ts';

/** `kubectl describe pdb`. Models: kubectl/pkg/describe.describePodDisruptionBudgetV1 */
export const describePodDisruptionBudget: Describer = (budget, context) =>
  describeText((writer) => {
    writeName(writer, budget);
    const least = text(budget, 'spec', 'minAvailable');
    const most = text(budget, 'spec', 'maxUnavailable');
    if (least !== '') field(writer, 0, 'Min available', least);
    else if (most !== '') field(writer, 0, 'Max unavailable', most);
    const selector = object(budget, 'spec', 'selector');
    field(writer, 0, 'Selector', selector === undefined ? '<unset>' : formatLabelSelector(selector));
    writer.write(0, 'Status:\n');
    field(writer, 2, 'Allowed disruptions', number(budget, 'status', 'disruptionsAllowed'));
    field(writer, 2, 'Current', number(budget, 'status', 'currentHealthy'));
    field(writer, 2, 'Desired', number(budget, 'status', 'desiredHealthy'));
    field(writer, 2, 'Total', number(budget, 'status', 'expectedPods'));
    writeEventsOf(writer, context, budget);
  });

/** `kubectl describe pc`. Models: kubectl/pkg/describe.describePriorityClass */
export const describePriorityClass: Describer = (priorityClass, context) =>
  describeText((writer) => {
    field(writer, 0, 'Name', text(priorityClass, 'metadata', 'name'));
    field(writer, 0, 'Value', number(priorityClass, 'value'));
    field(writer, 0, 'GlobalDefault', flag(priorityClass, 'globalDefault'));
    field(writer, 0, 'PreemptionPolicy', text(priorityClass, 'preemptionPolicy'));
    field(writer, 0, 'Description', text(priorityClass, 'description'));
    field(writer, 0, 'Annotations', formatLabels(at(priorityClass, 'metadata', 'annotations')));
    writeEventsOf(writer, context, priorityClass);
  });
