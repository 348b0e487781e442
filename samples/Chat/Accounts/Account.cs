namespace Chat.Accounts;

/// <summary>A row of <c>user</c>.</summary>
internal sealed record Account(long Id, string Name, string Password);
