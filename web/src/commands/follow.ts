// Asks about a job until it ends, or is not known any more. A lost connection is tried again.
import { Trouble } from '../api/client'

const ASK_EVERY_MS = 400

/** `note` hears each answer and says whether the job has ended; one that is followed already is not followed twice. */
export function makeFollow<Job>(ask: (id: string) => Promise<Job>, note: (job: Job) => Promise<boolean>): (id: string) => Promise<void> {
  const followed = new Set<string>()
  return async (id) => {
    if (followed.has(id)) return
    followed.add(id)
    while (followed.has(id)) {
      try {
        if (await note(await ask(id))) followed.delete(id)
      } catch (error) {
        if (error instanceof Trouble && error.status === 404) followed.delete(id)
      }
      if (followed.has(id)) await new Promise((later) => setTimeout(later, ASK_EVERY_MS))
    }
  }
}
