namespace MultiTransport.Server.Lab;

/// <summary>One HTTP request of a viewer to the transports, and its answer.</summary>
/// <param name="number">Its place among the viewer's.</param>
/// <param name="at">When it arrived, by the viewer's clock on the server, in microseconds.</param>
/// <param name="wire">Its bytes.</param>
/// <param name="isShown">False where the connection carries others at the same time, so that only the head is known.</param>
/// <param name="abort">Ends it.</param>
internal sealed class LabExchange(int number, double at, LabWire wire, bool isShown, Action abort)
{
    private volatile bool _isOver;

    public bool IsOver => _isOver;

    public int Kept => wire.Kept;

    /// <summary>The answer has been written.</summary>
    public void End() => _isOver = true;

    /// <summary>The page has gone, and nobody waits for this any more.</summary>
    public void Abort()
    {
        if (!_isOver)
        {
            abort();
        }
    }

    /// <summary>Nothing is kept of it from now on.</summary>
    public void Forget() => wire.Close();

    public LabExchanged Read()
    {
        var isOver = IsOver; // before the bytes: where it is, these are all
        return new LabExchanged(number, at, isShown, isOver, wire.Read());
    }
}
