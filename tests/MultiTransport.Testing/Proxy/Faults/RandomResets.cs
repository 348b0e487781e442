namespace MultiTransport.Testing;

/// <summary>Connections are reset at random, the same way for the same seed and traffic: a lossy radio, a balancer that sheds.</summary>
/// <param name="Seed">Of the generator.</param>
/// <param name="Probability">Per piece that leaves the proxy, in either direction.</param>
public sealed record RandomResets(int Seed, double Probability) : ConnectionFault
{
    internal override IDisposable Watch(ProxiedConnection connection) => new Dice(this, connection);

    private sealed class Dice : IDisposable
    {
        private readonly Random _random;
        private readonly RandomResets _fault;
        private readonly ProxiedConnection _connection;

        public Dice(RandomResets fault, ProxiedConnection connection)
        {
            _random = new Random(unchecked((fault.Seed * 7919) + connection.Index));
            _fault = fault;
            _connection = connection;
            connection.Passed += Throw;
        }

        public void Dispose() => _connection.Passed -= Throw;

        private void Throw(ProxyDirection direction, int count)
        {
            bool hit;
            lock (_random)
            {
                hit = _random.NextDouble() < _fault.Probability;
            }

            if (hit)
            {
                _connection.Cut();
            }
        }
    }
}
