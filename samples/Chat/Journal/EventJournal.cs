using Chat.Live;
using Chat.Storage;
using Microsoft.Extensions.Options;

namespace Chat.Journal;

/// <summary>The only way to change what people see: it is written, and told to those whom it concerns in the order in which it was written.</summary>
internal sealed class EventJournal(Database database, Crowd crowd, IOptions<ChatOptions> options, TimeProvider time)
{
    public async Task<T> WriteAsync<T>(Func<Writing, T> work)
    {
        var (result, _) = await database.WriteAsync(
            connection =>
            {
                var writing = new Writing(connection, time.GetUtcNow().ToUnixTimeMilliseconds(), options.Value.MaxEvents);
                return (Result: work(writing), Writing: writing);
            },
            done =>
            {
                foreach (var (entry, users) in done.Writing.Told)
                {
                    crowd.Tell(users, entry);
                }
            });
        return result;
    }
}
