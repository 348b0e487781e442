namespace MultiTransport.Client.Tests;

/// <summary>Waits for what a session tells.</summary>
public static class SessionProbe
{
    public static async Task<string> NextAsync(this IAsyncEnumerator<ClientMessage> messages)
    {
        Assert.True(await messages.MoveNextAsync().WithTimeout(what: "the next message"));
        return messages.Current.Text;
    }

    public static Task TransportAsync(this ClientSession session, string? name) => UntilAsync(
        session, () => session.Transport == name, $"transport {name}");

    /// <summary>Moves there, again where a busy machine made the proof late.</summary>
    public static async Task ReachAsync(this ClientSession session, string transport)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await session.UseAsync(transport).WithTimeout();
                return;
            }
            catch (SessionException error) when (error.Code is "late" or "held" or "no-answer" or "swallowed" && tries < 10)
            {
                // the proof asks for beats within 250 ms
            }
            catch (SessionException error)
            {
                throw new InvalidOperationException($"{error.Message}\n{string.Join('\n', session.Attempts)}", error);
            }
        }
    }

    public static Task StateAsync(this ClientSession session, ClientState state) => UntilAsync(session, () => session.State == state, $"state {state}");

    public static async Task<TransportAttempt> AttemptAsync(this ClientSession session, Func<TransportAttempt, bool> wanted)
    {
        await UntilAsync(session, () => session.Attempts.Any(wanted), "an attempt");
        return session.Attempts.First(wanted);
    }

    /// <summary>Looks again whenever an event is raised.</summary>
    public static async Task UntilAsync(this ClientSession session, Func<bool> condition, string what)
    {
        var happened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look<T>(object? sender, T e)
        {
            if (condition())
            {
                happened.TrySetResult();
            }
        }

        session.StateChanged += Look;
        session.TransportChanged += Look;
        session.AttemptEnded += Look;
        session.Opened += Look;
        session.GapReceived += Look;
        Look(null, 0);
        try
        {
            await happened.Task.WithTimeout(what: what);
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException($"{error.Message}\nstate {session.State}, transport {session.Transport}\n{string.Join('\n', session.Attempts)}");
        }
        finally
        {
            session.StateChanged -= Look;
            session.TransportChanged -= Look;
            session.AttemptEnded -= Look;
            session.Opened -= Look;
            session.GapReceived -= Look;
        }
    }
}
