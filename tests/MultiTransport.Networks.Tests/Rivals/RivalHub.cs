using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.SignalR;

namespace MultiTransport.Networks.Tests.Rivals;

/// <summary>The application for SignalR, as <c>server.mjs</c> is the one for Socket.IO.</summary>
public sealed class RivalHub : Hub
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<int>> Seen = new();

    internal static (int Received, int Distinct) Report(string row)
    {
        var numbers = Seen.GetOrAdd(row, static _ => []);
        return (numbers.Count, numbers.Distinct().Count());
    }

    public async Task Message(string text)
    {
        if (text.StartsWith('#'))
        {
            var row = Context.GetHttpContext()!.Request.Path.Value!.Split('/')[1];
            Seen.GetOrAdd(row, static _ => []).Enqueue(int.Parse(text.AsSpan(1, text.IndexOf(' ', StringComparison.Ordinal) - 1), CultureInfo.InvariantCulture));
        }
        else if (text.StartsWith("down ", StringComparison.Ordinal))
        {
            var count = int.Parse(text.AsSpan(5), CultureInfo.InvariantCulture);
            for (var number = 1; number <= count; number++)
            {
                await Clients.Caller.SendAsync("message", $"#{number} {string.Concat(Enumerable.Repeat("a plain word ", number % 15))}");
            }
        }
        else
        {
            await Clients.Caller.SendAsync("message", text);
        }
    }
}
