namespace Chat.Accounts;

/// <summary>What a person types to sign in or up.</summary>
internal sealed record Credentials(string? Name, string? Password);
