// The worker's side: loads Python and the course, then answers each call with text. All it needs lies beside this file.

import { loadPyodide } from "pyodide";

const HERE = new URL("./", import.meta.url).href;

async function archive() {
  const answer = await fetch(`${HERE}course.zip`);
  if (!answer.ok) throw new Error(`course.zip: ${answer.status} ${answer.statusText}`);
  return answer.arrayBuffer();
}

async function enter() {
  const coming = archive();
  const [home, quiet] = [`${HERE}pyodide/`, () => {}];
  const python = await loadPyodide({ indexURL: home, packageBaseUrl: home, stdout: quiet, stderr: quiet });
  python.unpackArchive(await coming, "zip", { extractDir: "/course" });
  python.runPython("import os, sys; sys.path.insert(0, '/course'); os.chdir('/course/notebook')");
  const room = python.pyimport("maif_course.practice.room");
  room.settle_in();
  self.postMessage({ ready: room.VERSION });
  return room;
}

const failed = (error) => self.postMessage({ failed: String(error.message ?? error).trim().split("\n").at(-1) });
const entered = enter();
entered.catch(failed);

self.onmessage = async ({ data: { call, ...request } }) => {
  const room = await entered;
  try {
    self.postMessage({ told: room[call](JSON.stringify(request)) });
  } catch (error) {
    failed(error);
  }
};
