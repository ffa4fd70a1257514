// Finding counties, places and vehicles by name, by the initials of their pinyin, or by code.
export interface Findable {
  readonly what: 'county' | 'place' | 'vehicle'
  readonly id: string
  /** The county that it lies in; a county's own code. */
  readonly county: string
  readonly name: string
  readonly name_en: string
  /** Code or short label, as people say it. */
  readonly code: string
  /** What stands small beside the name. */
  readonly detail: string
}

/** The best `most` matches: the code itself, then names that begin so, then names with it in them, then initials. Of equals,
 *  what lies in county `here` comes first. */
export function find(text: string, all: readonly Findable[], here: string | null, most = 8): Findable[] {
  const wanted = text.trim().toLowerCase()
  if (!wanted) return []
  const found = all.flatMap((item) => {
    const rank = rankOf(item, wanted)
    return rank === null ? [] : [{ item, rank: rank + (item.county === here ? 0 : 0.5) }]
  })
  return found
    .sort((a, b) => a.rank - b.rank || a.item.name.length - b.item.name.length)
    .slice(0, most)
    .map(({ item }) => item)
}

/** The first letters of a Chinese name's pinyin: `gh` for 共和. Other characters stay as they are. */
export function initialsOf(name: string): string {
  const known = initials.get(name)
  if (known !== undefined) return known
  const letters = [...name].map(initialOf).join('')
  initials.set(name, letters)
  return letters
}

const initials = new Map<string, string>()
/** The first character of each initial in the order of pinyin; no syllable begins with i, u or v. */
const FIRSTS = [...'阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他哇夕丫匝']
const LETTERS = 'abcdefghjklmnopqrstwxyz'
const pinyin = new Intl.Collator('zh-CN-u-co-pinyin')

function initialOf(char: string): string {
  if (!/\p{Script=Han}/u.test(char)) return char.toLowerCase()
  const at = FIRSTS.findIndex((first) => pinyin.compare(char, first) < 0)
  return LETTERS[at === -1 ? LETTERS.length - 1 : Math.max(at - 1, 0)]!
}

function rankOf(item: Findable, wanted: string): number | null {
  const names = [item.name, item.name_en].map((name) => name.toLowerCase())
  const code = item.code.toLowerCase()
  const whole = item.what === 'county' ? 0 : 1
  if (code === wanted || names.includes(wanted)) return whole
  if (names.some((name) => name.startsWith(wanted)) || code.startsWith(wanted)) return 2 + whole
  if (names.some((name) => name.includes(wanted))) return 4 + whole
  if (wanted.length > 1 && initialsOf(item.name).startsWith(wanted)) return 6 + whole
  return null
}
