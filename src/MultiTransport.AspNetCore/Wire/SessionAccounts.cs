namespace MultiTransport.AspNetCore.Wire;

/// <summary>The rows of one session.</summary>
internal sealed class SessionAccounts
{
    private readonly Lock _gate = new();
    private (string Transport, WireAccount Account)[] _rows = [];
    private string _lastTransport = IWireMeter.Negotiate;

    /// <summary>The transport that last attached a connection: what a POST counts for that comes between two polls.</summary>
    public string LastTransport => Volatile.Read(ref _lastTransport);

    public WireAccount Of(string transport, bool isProbe)
    {
        lock (_gate)
        {
            _lastTransport = isProbe || transport == IWireMeter.Negotiate ? _lastTransport : transport;
            foreach (var row in _rows)
            {
                if (string.Equals(row.Transport, transport, StringComparison.Ordinal))
                {
                    return row.Account;
                }
            }

            var account = new WireAccount();
            _rows = [.. _rows, (transport, account)];
            return account;
        }
    }

    public IReadOnlyList<(string Transport, WireAccount Account)> Rows()
    {
        lock (_gate)
        {
            return _rows;
        }
    }
}
