namespace MultiTransport.AspNetCore.Doctor;

/// <summary>One mapped doctor at work: its options, its bounds, its records.</summary>
internal sealed class DoctorRuntime(MultiTransportDoctorOptions options, TimeProvider time)
{
    private int _held;

    public MultiTransportDoctorOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    public Allowance Allowance { get; } = new(options.RequestsPerSecond, time);

    public SocketRecords Sockets { get; } = new(time);

    public Serials Serials { get; } = new();

    /// <summary>Takes a place among what is held; false where all are taken.</summary>
    public bool TryHold()
    {
        if (Interlocked.Increment(ref _held) <= Options.MaxHeld)
        {
            return true;
        }

        Release();
        return false;
    }

    public void Release() => Interlocked.Decrement(ref _held);
}
