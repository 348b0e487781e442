using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Scenarios;

/// <summary>What the scenarios do with a client again and again.</summary>
internal static class ClientWaits
{
    public static async Task<ScenarioData> NextMessageAsync(this IScenarioClient client) => await client.Messages.ReadAsync().AsTask().WithTimeout();

    public static async Task<IReadOnlyList<string>> TextsAsync(this IScenarioClient client, int count)
    {
        var texts = new List<string>(count);
        while (texts.Count < count)
        {
            texts.Add((await client.NextMessageAsync()).Text);
        }

        return texts;
    }

    /// <summary>Sends a text and waits for its echo: application traffic flows.</summary>
    public static async Task EchoAsync(this IScenarioClient client, string text)
    {
        await client.SendAsync(text).WithTimeout();
        Assert.Equal(text, (await client.NextMessageAsync()).Text);
    }

    /// <summary>Until that transport is the active one, now or later.</summary>
    public static Task UntilTransportAsync(this IScenarioClient client, string? transport) => client.UntilAsync("transport", transport);

    public static Task UntilStateAsync(this IScenarioClient client, string state) => client.UntilAsync("state", state);

    public static async Task<ScenarioAttempt> UntilAttemptAsync(this IScenarioClient client, Func<ScenarioAttempt, bool> wanted) =>
        (await client.Events.WhenAsync(one => one.Name == "attempt" && wanted(one.Attempt)).WithTimeout()).Attempt;

    /// <summary>Waits for the failure of a call and returns it.</summary>
    public static async Task<ClientFailureException> FailsAsync(this Task call, string code)
    {
        var failure = await Assert.ThrowsAsync<ClientFailureException>(() => call.WithTimeout());
        Assert.Equal(code, failure.Code);
        Assert.NotEmpty(failure.Text);
        return failure;
    }

    private static async Task UntilAsync(this IScenarioClient client, string what, string? value)
    {
        var seen = client.Events.All.Count;
        var look = await client.LookAsync().WithTimeout();
        if ((what == "state" ? look.State : look.Transport) != value)
        {
            await client.Events.WhenAsync(one => one.Name == what && one["to"] == value, after: seen).WithTimeout(what: $"{what} {value}");
        }
    }
}
