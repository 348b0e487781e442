namespace MultiTransport.Load;

/// <summary>What went over the sockets of some clients: every byte of TCP payload, and how many of them were HTTP heads.</summary>
internal sealed class Traffic
{
    public long Up { get; private set; }

    public long Down { get; private set; }

    public long HeadUp { get; private set; }

    public long HeadDown { get; private set; }

    public int Requests { get; private set; }

    public int Connections { get; private set; }

    public void Connected() => Connections++;

    public void Sent(int bytes) => Up += bytes;

    public void Received(int bytes) => Down += bytes;

    public void RequestHead(int bytes)
    {
        HeadUp += bytes;
        Requests++;
    }

    public void ResponseHead(int bytes) => HeadDown += bytes;

    public TrafficCount Read() => new(Up, Down, HeadUp, HeadDown, Requests, Connections);
}
