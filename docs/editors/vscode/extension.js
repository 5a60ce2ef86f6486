// Starts `pregon lsp` for the workspace that is open.
const { workspace } = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

function activate() {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  const command = workspace.getConfiguration("pregon").get("path", "pregon");
  const program = { command, args: ["lsp"], transport: TransportKind.stdio, options: { cwd: folder } };
  client = new LanguageClient("pregon", "Pregon", program, {
    documentSelector: [
      { scheme: "file", language: "markdown" },
      { scheme: "file", language: "yaml" },
    ],
  });
  return client.start();
}

function deactivate() {
  return client?.stop();
}

module.exports = { activate, deactivate };
