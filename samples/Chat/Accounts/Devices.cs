using System.Globalization;
using System.Security.Claims;
using Chat.Storage;
using Dapper;
using MultiTransport;

namespace Chat.Accounts;

/// <summary>Where users are signed in. A cookie is worth what its row here is: one that somebody copied ends with the device that signs out, and so do its sessions.</summary>
internal sealed class Devices(Database database, ISessions sessions, TimeProvider time)
{
    /// <summary>So many one user has; who signs in on one more is signed out on the oldest.</summary>
    public const int Most = 50;

    public async Task<string> AddAsync(long user)
    {
        var id = Guid.NewGuid().ToString("N");
        var oldest = await database.WriteAsync(connection =>
        {
            connection.Execute("INSERT INTO device (id, user, created) VALUES (@id, @user, @at)", new { id, user, at = time.GetUtcNow().ToUnixTimeMilliseconds() });
            return connection.Query<string>(
                "DELETE FROM device WHERE user = @user AND rowid NOT IN (SELECT rowid FROM device WHERE user = @user ORDER BY rowid DESC LIMIT @most) RETURNING id",
                new { user, most = Most }).ToArray();
        });
        foreach (var device in oldest)
        {
            EndSessions(user, device);
        }

        return id;
    }

    public async Task RemoveAsync(ClaimsPrincipal user)
    {
        var (id, device) = (user.UserId(), user.Device());
        await database.WriteAsync(connection => connection.Execute("DELETE FROM device WHERE id = @device AND user = @id", new { id, device }));
        EndSessions(id, device);
    }

    public bool IsSignedIn(ClaimsPrincipal user) => database.Read(connection => connection.QuerySingleOrDefault<bool>(
        "SELECT 1 FROM device WHERE id = @device AND user = @id", new { id = user.UserId(), device = user.Device() }));

    /// <summary>Those of that device, all tabs of it; other devices go on.</summary>
    private void EndSessions(long user, string? device)
    {
        foreach (var session in sessions.OfUser(user.ToString(CultureInfo.InvariantCulture)).Where(one => one.User?.Device() == device))
        {
            sessions.Kick(session.Id, "signed out");
        }
    }
}
