namespace MultiTransport.Conformance.Runtimes;

/// <summary>Where a client under test runs: this process, a Node process, a page of a browser.</summary>
internal interface IClientRuntime
{
    string Name { get; }

    /// <summary>Whether it is a page: it has an origin, a life cycle and a limit of connections.</summary>
    bool IsPage { get; }

    /// <summary>False when it died or hangs; the next scenario starts another, and this one is ended.</summary>
    Task<bool> AnswersAsync();

    /// <summary>Connects as an application does: <c>connect</c> and the first sends in one turn.</summary>
    Task<IScenarioClient> ConnectAsync(Uri url, ScenarioOptions? options = null, params IReadOnlyList<ScenarioData> first);

    /// <summary>What nobody caught since the last time, and forgets it.</summary>
    Task<IReadOnlyList<string>> ProblemsAsync();

    Task<Leftovers> LeftoversAsync();

    /// <summary>The device sleeps so long: nothing runs, and the clock is late afterwards.</summary>
    Task SleepAsync(TimeSpan time);

    /// <summary>The version, for reports.</summary>
    Task<string> AboutAsync();
}
