-- Neovim as an editor with `pregon lsp`, for 47-lsp.sh: prints what a person would see and do.
local program, file = vim.env.PREGON, vim.env.FILE
local seen = {}

local function say(what, value)
    table.insert(seen, what .. ": " .. value)
end

local function finish()
    vim.fn.writefile(seen, vim.env.SEEN)
    vim.cmd("qall!")
end

local function wait(what, condition)
    if not vim.wait(20000, condition, 20) then
        say("waited in vain", what)
        finish()
    end
end

local function diagnostics()
    local list = {}
    for _, one in ipairs(vim.diagnostic.get(0)) do
        table.insert(list, string.format("%d:%d %s %s", one.lnum + 1, one.col + 1, one.code or "", one.message))
    end
    return list
end

local function ask(method, parameters)
    local answers = vim.lsp.buf_request_sync(0, method, parameters, 20000) or {}
    for _, answer in pairs(answers) do
        return answer.result
    end
end

vim.cmd("edit " .. vim.fn.fnameescape(file))
local config = { name = "pregon", cmd = { program, "lsp", "--lang", "en" }, root_dir = vim.fn.getcwd() }
if vim.lsp.start then
    vim.lsp.start(config)
else -- before Neovim 0.8
    vim.lsp.buf_attach_client(0, vim.lsp.start_client(config))
end

wait("diagnostics", function() return #diagnostics() > 0 end)
say("found", table.concat(diagnostics(), "; "))

-- The mend of what is under the cursor.
vim.api.nvim_win_set_cursor(0, { 4, 12 })
local range = vim.lsp.util.make_range_params()
range.context = { diagnostics = {}, only = { "quickfix" } }
local actions = ask("textDocument/codeAction", range)
say("action", actions[1].title)
vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
say("line", vim.api.nvim_buf_get_lines(0, 3, 4, false)[1])
wait("no diagnostics", function() return #diagnostics() == 0 end)
say("found then", tostring(#diagnostics()))

-- A letter of an account's name.
vim.api.nvim_buf_set_lines(0, 3, 4, false, { "accounts: [b" })
vim.api.nvim_win_set_cursor(0, { 4, 12 })
local items = ask("textDocument/completion", vim.lsp.util.make_position_params())
local labels = {}
for _, item in ipairs(items.items) do
    table.insert(labels, item.label)
end
say("proposed", table.concat(labels, " "))
say("written", items.items[1].textEdit.newText)

-- What the text is for each account.
vim.api.nvim_buf_set_lines(0, 3, 4, false, { "accounts: [blog]" })
vim.api.nvim_win_set_cursor(0, { 6, 1 })
local hover = ask("textDocument/hover", vim.lsp.util.make_position_params())
say("hover", (hover.contents.value:gsub("\n.*", "")))
vim.api.nvim_win_set_cursor(0, { 4, 12 })
local place = ask("textDocument/definition", vim.lsp.util.make_position_params())
say("definition", place.uri:match("[^/]*/[^/]*$") .. " " .. (place.range.start.line + 1))
finish()
