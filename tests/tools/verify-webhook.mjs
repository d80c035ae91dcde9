// Reads {secret, headers, body} on standard input and lets the published verifier judge it.
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const { secret, headers, body } = JSON.parse(readFileSync(0, "utf8"));
try {
  process.stdout.write(JSON.stringify(new Webhook(secret).verify(body, headers)));
} catch (refused) {
  process.stdout.write(JSON.stringify({ refused: refused.message }));
}
