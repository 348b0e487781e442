namespace MultiTransport.AspNetCore.Doctor;

/// <summary>So many requests a second on average, and ten times as many at once: a bucket that fills with time.</summary>
internal sealed class Allowance(double perSecond, TimeProvider time)
{
    private const double Burst = 10;

    private readonly Lock _gate = new();
    private double _left = Burst * perSecond;
    private long _at = time.GetTimestamp();

    public bool TryTake()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(Burst * perSecond, _left + (perSecond * time.GetElapsedTime(_at, now).TotalSeconds));
            _at = now;
            if (_left < 1)
            {
                return false;
            }

            _left--;
            return true;
        }
    }
}
