namespace MultiTransport;

/// <summary>The upstream messages that failed and of which the client may not know yet. Bounded: receipt of message n proves that the client knows everything up to n minus the window.</summary>
internal sealed class FailLog
{
    private readonly Queue<(long Number, string Code)> _fails = new();

    public void Add(long number, string code) => _fails.Enqueue((number, code));

    public bool TryGetFirstAbove(long number, out long failed, out string code)
    {
        foreach (var fail in _fails)
        {
            if (fail.Number > number)
            {
                (failed, code) = fail;
                return true;
            }
        }

        failed = 0;
        code = "";
        return false;
    }

    public void ForgetUpTo(long number)
    {
        while (_fails.TryPeek(out var oldest) && oldest.Number <= number)
        {
            _fails.Dequeue();
        }
    }
}
