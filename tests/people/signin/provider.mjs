// A real OpenID provider for the tests: panva's oidc-provider, over loopback, with one account and no pages.
// node provider.mjs REDIRECT_URI: prints its issuer, then serves until it is ended.
import { createRequire } from 'node:module'
import { createServer } from 'node:http'

const require = createRequire(new URL('../../../web/package.json', import.meta.url))
const { default: Provider } = await import(require.resolve('oidc-provider'))

const ACCOUNT = { sub: 'subject-of-courier', employee_number: 'C0007', name: 'Tserang' }
const [redirectUri] = process.argv.slice(2)

let handle = (_, answer) => answer.writeHead(503).end()
const server = createServer((request, answer) => handle(request, answer))
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'tianlu',
        client_secret: 'a-secret-of-the-test',
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub', 'employee_number', 'name'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...ACCOUNT, sub }) }),
  })
  const callback = provider.callback()
  handle = async (request, answer) => {
    if (!request.url.startsWith('/interaction/')) return callback(request, answer)
    // whoever comes is the one account, and agrees
    const { params } = await provider.interactionDetails(request, answer)
    const grant = new provider.Grant({ accountId: ACCOUNT.sub, clientId: params.client_id })
    grant.addOIDCScope(params.scope)
    const result = { login: { accountId: ACCOUNT.sub }, consent: { grantId: await grant.save() } }
    return provider.interactionFinished(request, answer, result)
  }
  console.log(issuer)
})
