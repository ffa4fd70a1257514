// What an accepted command carries, as fields that somebody reads.

/** All kinds of command that the server knows, by room; a test holds the list to the server's. */
export const KINDS = [
  'person.add',
  'person.change',
  'person.leave',
  'grant.give',
  'grant.end',
  'org.add',
  'org.change',
  'org.move',
  'org.close',
  'entity.add',
  'plan.keep',
  'plan.publish',
  'plan.withdraw',
  'plan.discard',
  'plan.note',
  'data.import_package',
  'data.choose_package',
  'job.order',
  'job.cancel',
  'job.retry',
  'job.prune',
  'signin.found',
  'signin.set_password',
  'signin.issue_link',
  'signin.unlock',
  'signin.set_second_factor',
  'signin.remove_second_factor',
  'signin.link_identity',
  'signin.unlink_identity',
  'signin.issue_token',
  'signin.revoke_token',
  'signin.act_for',
  'customer.enter',
  'customer.take',
  'customer.doubt',
  'customer.judge',
  'customer.part',
  'source.keep',
  'customer.change',
  'customer.exit',
  'customer.decide',
  'customer.claim',
  'customer.assign',
  'customer.release',
  'customer.work',
  'customer.strike_off',
  'customer.reopen',
  'customer.consent',
  'plots.keep',
  'plots.move',
  'plots.lock',
  'plots.unlock',
  'plots.give',
  'plots.name',
  'command.play_letter',
  'command.lay_letter_aside',
  'command.skip_missing',
] as const

/** What tells most stands first. */
const FIRST = ['name', 'person_name', 'person', 'staff_number', 'actor', 'role', 'org', 'to', 'home', 'level', 'note', 'reason', 'device']
/** Ids and digests: for who looks closely, not for a summary. */
const TECHNICAL = ['id', 'commands', 'secret', 'content', 'meta', 'mending', 'digest', 'grant', 'package', 'plan', 'entity', 'subject', 'job', 'jobs', 'order', 'attempts_most', 'places', 'plots', 'moves', 'bound']

export interface Field {
  readonly name: string
  readonly value: unknown
}

/** The fields that say something; what is empty says nothing. */
export function fieldsOf(body: Readonly<Record<string, unknown>>): Field[] {
  const isSaid = (value: unknown) => value !== null && value !== '' && value !== false && !(Array.isArray(value) && !value.length)
  return Object.entries(body)
    .filter(([, value]) => isSaid(value))
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => rank(a.name) - rank(b.name))
}

/** The few that tell at a glance what it was about. */
export function briefFieldsOf(body: Readonly<Record<string, unknown>>): Field[] {
  return fieldsOf(body)
    .filter(({ name }) => !TECHNICAL.includes(name))
    .slice(0, 3)
}

/** Whatever stands in ISO form with a time zone. */
export function isMoment(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2})$/.test(value)
}

/** An object of plain values, which is said field by field. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  const isValue = (each: unknown) => typeof each !== 'object' || each === null || (Array.isArray(each) && each.every((one) => typeof one !== 'object'))
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isValue)
}

function rank(name: string): number {
  if (FIRST.includes(name)) return FIRST.indexOf(name)
  return TECHNICAL.includes(name) ? 200 : 100
}
