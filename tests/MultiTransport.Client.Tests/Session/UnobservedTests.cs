namespace MultiTransport.Client.Tests;

[CollectionDefinition(nameof(UnobservedTests), DisableParallelization = true)]
[Collection(nameof(UnobservedTests))]
public sealed class UnobservedTests
{
    [Fact]
    public async Task Failures_NobodyAwaits_AreNotUnobserved()
    {
        var unobserved = new List<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            if (e.Exception.InnerException is SessionException)
            {
                unobserved.Add(e.Exception);
            }
        }

        TaskScheduler.UnobservedTaskException += Note;
        await FailAsync();
        for (var collections = 0; collections < 3; collections++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        TaskScheduler.UnobservedTaskException -= Note;
        Assert.Empty(unobserved);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static async Task FailAsync()
    {
        await using var stage = new Stage();
        await stage.OpenAsync();
        using var source = new CancellationTokenSource();
        _ = stage.Session.SendAsync("\uD800");
        _ = stage.Session.SendAsync("x");
        _ = stage.Session.SendAsync("y", cancellationToken: source.Token);
        _ = stage.Session.RequestAsync("z");
        _ = stage.Session.RequestAsync("z", cancellationToken: source.Token);
    }
}
