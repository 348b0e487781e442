namespace MultiTransport.Testing;

/// <summary>
/// A connection without a byte in either direction dies: HAProxy after 50 s (Debian), nginx and ALB after 60 s, Cloudflare after 100 s;
/// <see cref="CutKind.Silent"/> is Azure's load balancer after 4 min, which tells nobody.
/// </summary>
/// <param name="Silence">How long.</param>
/// <param name="Kind">How it dies.</param>
public sealed record IdleKilled(TimeSpan Silence, CutKind Kind = CutKind.Reset) : ConnectionFault
{
    /// <summary>True spares connections that carry requests (proxies that end only tunnels this way).</summary>
    public bool OnlyUpgraded { get; init; }

    internal override IDisposable Watch(ProxiedConnection connection) => new Idle(this, connection);

    private sealed class Idle : IDisposable
    {
        private readonly IdleKilled _fault;
        private readonly ProxiedConnection _connection;
        private readonly ITimer _timer;

        public Idle(IdleKilled fault, ProxiedConnection connection)
        {
            _fault = fault;
            _connection = connection;
            _timer = connection.Proxy.Time.CreateTimer(_ => Fire(), null, fault.Silence, Timeout.InfiniteTimeSpan);
            connection.Passed += Touch;
        }

        public void Dispose()
        {
            _connection.Passed -= Touch;
            _timer.Dispose();
        }

        private void Fire()
        {
            if (_fault.OnlyUpgraded && !_connection.IsUpgraded)
            {
                Touch(ProxyDirection.Up, 0);
                return;
            }

            _connection.Cut(_fault.Kind);
        }

        private void Touch(ProxyDirection direction, int count) => _timer.Change(_fault.Silence, Timeout.InfiniteTimeSpan);
    }
}
