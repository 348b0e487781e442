namespace Chat.Accounts;

/// <summary>What others see of a user.</summary>
internal sealed record UserView(long Id, string Name);
