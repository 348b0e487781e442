/** The real server as a child process, where `MULTITRANSPORT_SERVER` names its dll. */

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export const serverPath = process.env.MULTITRANSPORT_SERVER

/**
 * @param {...string} settings
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function startServer(...settings) {
  const child = spawn('dotnet', [serverPath, ...(settings.includes('--urls') ? [] : ['--urls', 'http://127.0.0.1:0']), ...settings], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const url = await new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => {
      const announced = /Open (http:\/\/\S+?)\/? in a browser/.exec(line)
      if (announced) resolve(announced[1])
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
  return {
    url,
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM')
      await gone
    }
  }
}
