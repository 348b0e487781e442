using System.Text.RegularExpressions;
using Chat.Storage;
using Dapper;
using Microsoft.AspNetCore.Identity;

namespace Chat.Accounts;

/// <summary>Simple local accounts: a name, and the hash of a password (PBKDF2, by the framework's hasher).</summary>
internal sealed partial class AccountStore(Database database, TimeProvider time)
{
    private const int MinPassword = 8;
    private const int MaxPassword = 128;
    private static readonly PasswordHasher<object> Hasher = new();

    /// <summary>The hash of nobody's password: an unknown name takes as long as a wrong password.</summary>
    private static readonly string NobodysHash = Hasher.HashPassword(new object(), Guid.NewGuid().ToString());

    /// <exception cref="ChatException"><c>name-malformed</c>, <c>password-malformed</c> or <c>name-taken</c>.</exception>
    public Task<Account> AddAsync(Credentials credentials)
    {
        var name = credentials.Name?.Trim() ?? "";
        var password = credentials.Password ?? "";
        if (!Names().IsMatch(name))
        {
            throw new ChatException("name-malformed", "A name has 2 to 32 letters, digits, dots, hyphens or underscores, and begins with a letter or digit.");
        }

        if (password.Length is < MinPassword or > MaxPassword)
        {
            throw new ChatException("password-malformed", $"A password has {MinPassword} to {MaxPassword} characters.");
        }

        var hash = Hasher.HashPassword(new object(), password);
        return database.WriteAsync(connection =>
        {
            var id = connection.QuerySingleOrDefault<long?>(
                "INSERT INTO user (name, password, created) VALUES (@name, @hash, @at) ON CONFLICT DO NOTHING RETURNING id",
                new { name, hash, at = time.GetUtcNow().ToUnixTimeMilliseconds() });
            return id is null ? throw new ChatException("name-taken", $"The name '{name}' is taken.") : new Account(id.Value, name, hash);
        });
    }

    /// <summary>The account, where the password is right.</summary>
    public Account? Find(Credentials credentials)
    {
        var account = database.Read(connection => connection.QuerySingleOrDefault<Account>(
            "SELECT id, name, password FROM user WHERE name = @name", new { name = credentials.Name?.Trim() ?? "" }));
        var password = credentials.Password is { Length: <= MaxPassword } given ? given : "";
        var verdict = Hasher.VerifyHashedPassword(new object(), account?.Password ?? NobodysHash, password);
        return verdict == PasswordVerificationResult.Failed ? null : account;
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}._-]{1,31}$", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
