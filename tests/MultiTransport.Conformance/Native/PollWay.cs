using MultiTransport.Testing;

namespace MultiTransport.Conformance.Native;

/// <summary>Long-polling with a wait, short-polling with none.</summary>
internal sealed class PollWay(int wait) : INativeWay
{
    private readonly Queue<string> _texts = new();
    private NativePollClient? _poll;
    private NativePoster? _poster;

    public async Task OpenAsync(Uri address)
    {
        _poll = new NativePollClient(address);
        await _poll.PollAsync(wait).WithTimeout();
        _poster = new NativePoster(address, _poll.Session);
    }

    public async Task SendAsync(string text) => Assert.Equal(200, (await _poster!.PostAsync(text).WithTimeout()).Status);

    public async Task<string> NextTextAsync()
    {
        while (_texts.Count == 0)
        {
            foreach (var message in (await _poll!.PollAsync(wait).WithTimeout()).Messages)
            {
                _texts.Enqueue(message.Text);
            }
        }

        return _texts.Dequeue();
    }

    public Task ReopenAsync()
    {
        _poll!.Cut();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _poster?.Dispose();
        _poll?.Dispose();
        return ValueTask.CompletedTask;
    }
}
