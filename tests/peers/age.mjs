// Another implementation of the age format: opens a file with a passphrase and writes what is in it.
import { readFileSync } from "node:fs";
import { Decrypter } from "age-encryption";

const [file, secret] = process.argv.slice(2);
const decrypter = new Decrypter();
decrypter.addPassphrase(secret);
process.stdout.write(await decrypter.decrypt(readFileSync(file)));
